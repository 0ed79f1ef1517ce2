//! See [`carebell_fuzz::queue_job`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| carebell_fuzz::queue_job(data));
