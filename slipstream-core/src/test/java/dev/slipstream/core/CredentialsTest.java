package dev.slipstream.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CredentialsTest {

    private static final String URI = "ws://localhost:4000/socket/websocket";

    @Test
    void headerReplacesOneOfTheSameNameIgnoringCase() {
        Credentials credentials =
                Configuration.builder(URI).header("Authorization", "one").header("X-Other", "a").build().toBuilder()
                        .header("AUTHORIZATION", "two")
                        .build()
                        .credentials();

        assertThat(credentials.headers())
                .containsExactly(new Header("X-Other", "a"), new Header("AUTHORIZATION", "two"));
    }

    @Test
    void addedHeadersRepeatAndAreReplacedByHeader() {
        Configuration.Builder builder =
                Configuration.builder(URI).addHeader("X-Tag", "a").addHeader("x-tag", "b");

        assertThat(builder.build().credentials().headers())
                .containsExactly(new Header("X-Tag", "a"), new Header("x-tag", "b"));
        assertThat(builder.header("x-Tag", "c").build().credentials().headers())
                .containsExactly(new Header("x-Tag", "c"));
    }

    @Test
    void paramsRepeatAndAreReplacedBySetParam() {
        Configuration.Builder builder = Configuration.builder(URI)
                .param("rooms[]", "1")
                .param("token", "a")
                .param("rooms[]", "2");

        assertThat(builder.build().credentials().params())
                .containsExactly(
                        new QueryParam("rooms[]", "1"), new QueryParam("token", "a"), new QueryParam("rooms[]", "2"));
        assertThat(builder.setParam("rooms[]", "3").build().credentials().params())
                .containsExactly(new QueryParam("token", "a"), new QueryParam("rooms[]", "3"));
    }

    @Test
    void namesOfParamsAreCaseSensitive() {
        Credentials credentials = Credentials.none().withParam("a", "1").withReplacedParam("A", "2");

        assertThat(credentials.params()).isEqualTo(List.of(new QueryParam("a", "1"), new QueryParam("A", "2")));
    }

    /** UTF-8 cannot represent half of a character, so the server would receive a question mark. */
    @Test
    void loneSurrogatesAreRefusedWithTheirPlace() {
        Credentials none = Credentials.none();

        assertThatThrownBy(() -> none.withParam("token", "ab\ud800"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("param value: a text with a lone surrogate (half of a character) at index 2 is not"
                        + " accepted; accepted: whole characters, because UTF-8 has no half ones");
        assertThatThrownBy(() -> none.withReplacedParam("\udc00", "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("param name: a text with a lone surrogate (half of a character) at index 0");
        assertThatThrownBy(() -> none.withAuthToken("\ud83d\ude00\ud800x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("authToken: a text with a lone surrogate (half of a character) at index 2");
        assertThatThrownBy(() -> Configuration.of("ws://localhost/?a=\ud800"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("uri: a text with a lone surrogate (half of a character) at index 18");
        assertThatThrownBy(() -> none.withHeader("X-Name", "\ud800")).isInstanceOf(IllegalArgumentException.class);
        assertThat(none.withParam("smile", "\ud83d\ude00").params()).hasSize(1);
    }

    @Test
    void paramPrintsNothing() {
        assertThat(new QueryParam("canary-a", "canary-b").toString()).doesNotContain("canary");
    }
}
