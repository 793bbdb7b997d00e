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
 * The rules that every transport must follow, tested against servers that misbehave on purpose.
 *
 * <p>The tests of a transport extend this class, name the provider, and list the {@link Difference}s of their library.
 * Each rule runs on new sockets on loopback. After it the contract checks the calls of the listener: one at a time, in
 * order, one terminal call and nothing after it, and no secret in a failure. {@code -Dfaults.repeat=N} runs all rules N
 * times.
 */
@ClassTemplate
@ExtendWith(Repetitions.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
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
