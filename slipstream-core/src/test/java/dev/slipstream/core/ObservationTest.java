package dev.slipstream.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ObservationTest {

    @Test
    void handlerFailedIsAProblemNamedHandlerException() {
        Observation.HandlerFailed failed = new Observation.HandlerFailed(
                "the handler of shout on rooms:1", "rooms:1", "shout", "java.lang.IllegalStateException");

        assertThat(failed).isInstanceOf(Observation.Problem.class);
        assertThat(failed.name()).isEqualTo("slipstream.client.handler.exception");
        assertThat(failed)
                .hasToString("HandlerFailed[handler=the handler of shout on rooms:1, topic=rooms:1, event=shout,"
                        + " thrown=java.lang.IllegalStateException]");
    }
}
