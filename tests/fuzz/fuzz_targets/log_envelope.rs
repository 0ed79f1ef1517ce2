//! See [`carebell_fuzz::log_envelope`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| carebell_fuzz::log_envelope(data));
