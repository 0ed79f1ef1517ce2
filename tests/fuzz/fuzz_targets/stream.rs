//! See [`carebell_fuzz::stream`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| carebell_fuzz::stream(data));
