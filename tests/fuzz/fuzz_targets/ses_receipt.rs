//! See [`carebell_fuzz::ses_receipt`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| carebell_fuzz::ses_receipt(data));
