package dev.slipstream.spring.example;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** Stands for an identity provider: each token is accepted once. */
@Component
class TokenSource {

    private final AtomicInteger count = new AtomicInteger();

    String fresh() {
        return "token-" + count.incrementAndGet();
    }
}
