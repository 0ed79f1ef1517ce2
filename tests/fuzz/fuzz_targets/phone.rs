//! See [`carebell_fuzz::phone`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| carebell_fuzz::phone(data));
