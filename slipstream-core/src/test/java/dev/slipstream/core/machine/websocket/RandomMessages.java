package dev.slipstream.core.machine.websocket;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Messages of all sizes, also empty ones. Some are easy to compress, and some are impossible to compress. */
final class RandomMessages {

    private RandomMessages() {}

    static byte[] next(Random random) {
        int kind = random.nextInt(10);
        byte[] message = new byte[kind == 0 ? 0 : 1 + random.nextInt(kind == 1 ? 60_000 : 300)];
        if (kind == 2) {
            random.nextBytes(message);
        } else {
            byte[] words = "[null,null,\"rooms:lobby\",\"cursor\",{\"x\":1,\"y\":2}]".getBytes(StandardCharsets.UTF_8);
            int at = random.nextInt(words.length);
            for (int i = 0; i < message.length; i++) {
                at = random.nextInt(12) == 0 ? random.nextInt(words.length) : (at + 1) % words.length;
                message[i] = words[at];
            }
        }
        return message;
    }
}
