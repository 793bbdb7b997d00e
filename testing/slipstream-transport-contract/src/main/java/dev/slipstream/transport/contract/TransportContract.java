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
 * <p>The test of a transport extends this class, returns the provider, and lists the {@link Difference}s of its
 * library. Each rule uses new sockets on loopback. After each rule, the contract checks the transport's calls to its
 * listener: they must come one at a time and in order, and the terminal call must be the last. No failure may contain a
 * secret. {@code -Dfaults.repeat=N} runs all rules N times. The JUnit tags of a rule are the ids of the faults that it
 * tests, such as {@code F31}. {@link BeyondTransports} explains the ids.
 */
@ClassTemplate
@ExtendWith(Repetitions.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
public abstract class TransportContract
        implements HandshakeRules, AddressRules, TlsRules, ProxyRules, MessageRules, FrameRules, EndRules {

    private ContractScenario scenario;

    /** For subclasses. */
    protected TransportContract() {}

    /** The provider under test. */
    protected abstract TransportProvider provider();

    /** The differences of the provider's library. */
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
    final void checkListenersAndCloseSockets() {
        scenario.tidyUp();
    }
}
