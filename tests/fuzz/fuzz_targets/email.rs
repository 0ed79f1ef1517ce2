//! See [`carebell_fuzz::email`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| carebell_fuzz::email(data));
