package dev.slipstream.spring.slice;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Finds the components by their package. */
@SpringBootApplication
class SliceApplication {}
