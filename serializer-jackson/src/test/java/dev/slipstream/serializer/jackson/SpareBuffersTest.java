package dev.slipstream.serializer.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.transport.Frame;
import org.junit.jupiter.api.Test;

class SpareBuffersTest {

    @Test
    void pooledBuffersOfJacksonAreDroppedOnRequest() throws Exception {
        JacksonSerializer serializer = JacksonSerializer.standard();
        serializer.decode(new Frame.Text("[null,null,\"a\",\"hello\",{\"n\":1.5}]"));
        assertThat(StrictJson.FACTORY._getRecyclerPool().pooledCount()).isPositive();

        serializer.collectGarbage();

        assertThat(StrictJson.FACTORY._getRecyclerPool().pooledCount()).isZero();
    }
}
