package dev.slipstream.core.machine.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Compression;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateOfferTest {

    private final DeflateOffer offer = new DeflateOffer(Compression.standard());

    @Test
    void standardOfferHasNoParameters() {
        assertThat(offer.value()).isEqualTo("permessage-deflate");
    }

    @Test
    void offerNamesWhatTheOptionsAskFor() {
        Compression compression = Compression.builder()
                .contextTakeover(false)
                .serverWindowBits(10)
                .build();

        assertThat(new DeflateOffer(compression).value())
                .isEqualTo("permessage-deflate; server_no_context_takeover; client_no_context_takeover;"
                        + " server_max_window_bits=10");
    }

    @Test
    @Tag("deflate-C02")
    void missingHeaderDeclinesTheOffer() {
        assertThat(offer.answer(List.of())).isEqualTo(new DeflateAnswer.Declined());
    }

    @ParameterizedTest
    @Tag("deflate-C03")
    @CsvSource(delimiter = '|', textBlock = """
                    permessage-deflate                                               | false | false | 15
                    Permessage-DEFLATE                                               | false | false | 15
                    permessage-deflate; server_no_context_takeover                   | true  | false | 15
                    permessage-deflate; client_no_context_takeover                   | false | true  | 15
                    permessage-deflate; server_max_window_bits=10                    | false | false | 10
                    permessage-deflate; server_max_window_bits=8                     | false | false | 8
                    permessage-deflate; server_max_window_bits="10"                  | false | false | 10
                    permessage-deflate; server_max_window_bits="1\\0"                | false | false | 10
                    permessage-deflate;server_no_context_takeover;client_no_context_takeover | true | true | 15
                    permessage-deflate ; SERVER_MAX_WINDOW_BITS = 15 ;Client_No_Context_Takeover | false | true | 15
                    """)
    void answerIsAcceptedAndKept(String line, boolean isServerForgetting, boolean isClientForgetting, int bits) {
        assertThat(offer.answer(List.of(line)))
                .isEqualTo(new DeflateAnswer.Accepted(
                        new DeflateParameters(isServerForgetting, isClientForgetting, bits)));
    }

    @ParameterizedTest
    @Tag("deflate-C04")
    @CsvSource(delimiter = '|', textBlock = """
                    permessage-deflate; client_max_window_bits=15                    | which was not offered
                    permessage-deflate; client_max_window_bits                       | which was not offered
                    permessage-deflate; nosuch=1                                     | unknown parameter
                    permessage-deflate; nosuch                                       | unknown parameter
                    permessage-deflate; server_no_context_takeover; server_no_context_takeover | repeats server_no_context_takeover
                    permessage-deflate; client_no_context_takeover; client_no_context_takeover | repeats client_no_context_takeover
                    permessage-deflate; server_max_window_bits=9; server_max_window_bits=9 | repeats server_max_window_bits
                    permessage-deflate; server_no_context_takeover=1                 | gives server_no_context_takeover a value
                    permessage-deflate; client_no_context_takeover=true              | gives client_no_context_takeover a value
                    permessage-deflate; server_max_window_bits                       | no value from 8 to 15
                    permessage-deflate; server_max_window_bits=7                     | no value from 8 to 15
                    permessage-deflate; server_max_window_bits=16                    | no value from 8 to 15
                    permessage-deflate; server_max_window_bits=x                     | no value from 8 to 15
                    permessage-deflate; server_max_window_bits=08                    | no value from 8 to 15
                    permessage-deflate; server_max_window_bits=                      | malformed
                    permessage-deflate; server_max_window_bits="10                   | malformed
                    permessage-deflate; server_max_window_bits="1 0"                 | malformed
                    permessage-deflate; server_max_window_bits=""                    | malformed
                    permessage-deflate;                                              | malformed
                    permessage-deflate; ; server_no_context_takeover                 | malformed
                    permessage-deflate server_no_context_takeover                    | malformed
                    x-webkit-deflate-frame                                           | not offered
                    mux, permessage-deflate                                          | not offered
                    permessage-deflate, permessage-deflate                           | more than one extension
                    permessage-deflate, mux                                          | more than one extension
                    permessage-deflate,                                              | more than one extension
                    '""'                                                             | malformed
                    ' '                                                              | malformed
                    """)
    void answerIsInvalid(String line, String problem) {
        assertThat(offer.answer(List.of(line)))
                .isInstanceOfSatisfying(
                        DeflateAnswer.Invalid.class,
                        invalid ->
                                assertThat(invalid.problem()).contains(problem).doesNotContain("nosuch"));
    }

    @Test
    @Tag("deflate-C04")
    void extensionsInTwoLinesAreInvalid() {
        assertThat(offer.answer(List.of("permessage-deflate", "permessage-deflate")))
                .isEqualTo(new DeflateAnswer.Invalid("names more than one extension"));
    }

    @Test
    @Tag("deflate-C04")
    void windowAboveTheOfferedOneIsInvalid() {
        DeflateOffer small =
                new DeflateOffer(Compression.builder().serverWindowBits(10).build());

        assertThat(small.answer(List.of("permessage-deflate; server_max_window_bits=11")))
                .isEqualTo(new DeflateAnswer.Invalid("has server_max_window_bits=11, more than the offered 10"));
        assertThat(small.answer(List.of("permessage-deflate; server_max_window_bits=9")))
                .isEqualTo(new DeflateAnswer.Accepted(new DeflateParameters(false, false, 9)));
        assertThat(small.answer(List.of("permessage-deflate")))
                .isEqualTo(new DeflateAnswer.Accepted(new DeflateParameters(false, false, 15)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; server_no_context_takeover",
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=9"
            })
    void parametersArePrintedAsInAHeader(String line) {
        assertThat(offer.answer(List.of(line)))
                .isInstanceOfSatisfying(
                        DeflateAnswer.Accepted.class,
                        accepted -> assertThat(accepted.parameters()).hasToString(line));
    }
}
