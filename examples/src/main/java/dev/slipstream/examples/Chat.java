package dev.slipstream.examples;

/** What is said in a room: {@code {"text": "hello"}}. */
record Chat(String text) {}
