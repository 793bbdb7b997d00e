package dev.slipstream.system.channels;

import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelMessage;
import dev.slipstream.channels.MessageBuffer;
import dev.slipstream.channels.MessageBuffer.Overflow;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.Test;

/**
 * The conformance tests of Reactive Streams for the messages of a channel.
 *
 * <p>The tests expect a publisher that begins anew with each subscriber. So each subscriber gets its own channel. The
 * server sends the messages on this channel, and then ends the channel.
 */
@Test
public class ChannelMessagesTckTest extends FlowPublisherVerification<ChannelMessage> {

    /** The most messages that the server sends. If a test asks for more, its stream does not end. */
    private static final long MOST_MESSAGES = 1_000;

    private static final long PATIENCE_MILLIS = 500;
    private static final long SILENCE_MILLIS = 50;

    private final List<ChannelScenario> scenarios = new CopyOnWriteArrayList<>();

    public ChannelMessagesTckTest() {
        super(new TestEnvironment(PATIENCE_MILLIS, SILENCE_MILLIS));
    }

    @AfterMethod
    public void closeScenarios() {
        scenarios.forEach(ChannelScenario::close);
        scenarios.clear();
    }

    private ChannelScenario scenario(ChannelScenario opened) {
        scenarios.add(opened);
        return opened;
    }

    @Override
    public Flow.Publisher<ChannelMessage> createFlowPublisher(long elements) {
        return subscriber -> {
            ChannelScenario scenario = scenario(ChannelScenario.joined());
            Channel lobby = scenario.lobby();
            lobby.messages(MessageBuffer.of((int) MOST_MESSAGES, Overflow.FAIL)).subscribe(subscriber);
            for (long n = 0; n < Math.min(elements, MOST_MESSAGES); n++) {
                scenario.say("n", n);
            }
            if (elements <= MOST_MESSAGES) {
                scenario.test.closeTopic(ChannelScenario.LOBBY);
            }
        };
    }

    @Override
    public Flow.Publisher<ChannelMessage> createFailedFlowPublisher() {
        return subscriber -> {
            ChannelScenario scenario = scenario(ChannelScenario.started());
            scenario.lobby().messages().subscribe(subscriber);
            scenario.lobby().join();
            scenario.test.acceptConnect();
            scenario.test.refuseJoin(ChannelScenario.LOBBY, Map.of("reason", "planned"));
        };
    }
}
