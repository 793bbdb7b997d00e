package dev.slipstream.spring.example;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** A fake identity provider, which never returns a token twice. */
@Component
class TokenSource {

    private final AtomicInteger count = new AtomicInteger();

    String fresh() {
        return "token-" + count.incrementAndGet();
    }
}
