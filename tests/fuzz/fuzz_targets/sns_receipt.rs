//! See [`carebell_fuzz::sns_receipt`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| carebell_fuzz::sns_receipt(data));
