package dev.slipstream.core.machine.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {

    /** The examples of RFC 9110 section 5.6.7, a leap day, a leap second, and years of two digits. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sun, 06 Nov 1994 08:49:37 GMT | 784111777",
                "Sunday, 06-Nov-94 08:49:37 GMT | 784111777",
                "Sun Nov  6 08:49:37 1994 | 784111777",
                "Thu, 01 Jan 1970 00:00:00 GMT | 0",
                "Thu, 29 Feb 2024 23:59:60 GMT | 1709251200",
                "Wednesday, 31-Dec-69 00:00:00 GMT | 3155673600",
                "Thursday, 01-Jan-70 00:00:01 GMT | 1",
                "Sun Nov 16 08:49:37 1994 | 784975777"
            })
    void eachFormIsRead(String text, long seconds) {
        assertThat(HttpDate.seconds(text)).hasValue(seconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "120",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 CET",
                "Sun, 06 Nov 1994 08:49:37 GMT ",
                "Sun, 31 Feb 1994 08:49:37 GMT",
                "Sun, 00 Nov 1994 08:49:37 GMT",
                "Sun, 06 Abc 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 24:00:00 GMT",
                "Sun, 06 Nov 1994 08:60:37 GMT",
                "Sun, 06 Nov 1994 08:49:61 GMT",
                "Sun, ٠٦ Nov 1994 08:49:37 GMT",
                "Sun Nov    08:49:37 1994",
                "1994-11-06T08:49:37Z"
            })
    void anyOtherTextIsNoDate(String text) {
        assertThat(HttpDate.seconds(text)).isEqualTo(OptionalLong.empty());
    }

    @Test
    void longTextIsNoDate() {
        assertThat(HttpDate.seconds("Sunday, 06-Nov-94 08:49:37 GMT" + " ".repeat(1_000_000)))
                .isEmpty();
    }
}
