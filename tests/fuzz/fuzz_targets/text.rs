//! See [`carebell_fuzz::text`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| carebell_fuzz::text(data));
