package dev.slipstream.testkit.phoenix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoenixVersionTest {

    /**
     * Whether each release accepts a push or a leave with a stale or null join_ref, and the 101st join of a connection.
     * The last column is the close code after a disconnect broadcast.
     */
    @ParameterizedTest
    @CsvSource({
        //       push            leave
        //       stale   null    stale  null   101st    close code
        "1.7.4,  true,   true,   false, false, true,    1000",
        "1.7.24, true,   true,   false, false, false,   1000",
        "1.8.2,  true,   true,   false, false, true,    1000",
        "1.8.3,  false,  false,  false, false, true,    1000",
        "1.8.8,  false,  false,  false, false, true,    1001",
        "1.8.11, false,  false,  false, false, false,   1001",
        "1.8.12, false,  true,   false, true,  false,   1001",
    })
    void acceptedFramesDependOnRelease(
            String release,
            boolean stalePush,
            boolean nullPush,
            boolean staleLeave,
            boolean nullLeave,
            boolean unlimited,
            int disconnect) {
        PhoenixVersion version = PhoenixVersion.of(release);

        assertThat(version.acceptsPush("2", "1")).isEqualTo(stalePush);
        assertThat(version.acceptsPush("2", null)).isEqualTo(nullPush);
        assertThat(version.acceptsLeave("2", "1")).isEqualTo(staleLeave);
        assertThat(version.acceptsLeave("2", null)).isEqualTo(nullLeave);
        assertThat(version.limitsChannels()).isEqualTo(!unlimited);
        assertThat(version.disconnectCode()).isEqualTo(disconnect);
        assertThat(version.acceptsPush("2", "2")).isTrue();
        assertThat(version.acceptsLeave("2", "2")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8", "1.8.x", "1.6.16", "1.7.3", ""})
    void unknownVersionsAreRejected(String text) {
        assertThatThrownBy(() -> PhoenixVersion.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
