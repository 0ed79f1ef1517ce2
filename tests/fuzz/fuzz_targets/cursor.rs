//! See [`carebell_fuzz::cursor`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| carebell_fuzz::cursor(data));
