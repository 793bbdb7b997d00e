package dev.slipstream.transport.contract;

import dev.slipstream.core.transport.TransportProvider;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every transport must do, shown against a server that misbehaves on purpose.
 *
 * <p>A transport's tests extend it, name the provider, and list the {@link Difference}s that its library makes. Each rule
 * is tried on sockets of its own, on loopback, and ends by looking at how the listener was called: one call at a time, in
 * order, one terminal call and nothing after it, and no secret in any failure. {@code -Dfaults.repeat=N} tries all of them
 * N times.
 */
@ClassTemplate
@ExtendWith(Repetitions.class)
@Timeout(value = 20, unit = TimeUnit.SECONDS)
public abstract class TransportContract
        implements HandshakeRules, TlsRules, ProxyRules, MessageRules, FrameRules, EndRules {

    private ContractScenario scenario;

    /** For subclasses. */
    protected TransportContract() {}

    /** The provider under test. */
    protected abstract TransportProvider provider();

    /** The differences of its library. */
    protected abstract Set<Difference> differences();

    @Override
    public final ContractScenario scenario() {
        return scenario;
    }

    @BeforeEach
    final void setUpTheScenario() {
        scenario = new ContractScenario(provider(), differences());
    }

    @AfterEach
    final void listenersWereCalledByTheRules() {
        scenario.tidyUp();
    }
}
