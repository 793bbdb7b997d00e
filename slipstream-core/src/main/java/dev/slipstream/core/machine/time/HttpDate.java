package dev.slipstream.core.machine.time;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Converts the dates of HTTP headers (RFC 9110 section 5.6.7) to seconds since 1970. It reads all three date formats of
 * the RFC. It does not check that the weekday matches the date.
 */
public final class HttpDate {

    private static final int LONGEST = 40;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int EPOCH_YEAR = 1970;

    private static final String TIME = "(?<hour>\\d{2}):(?<minute>\\d{2}):(?<second>\\d{2})";
    private static final String MONTH = "(?<month>[A-Z][a-z]{2})";
    private static final List<Pattern> FORMS = List.of(
            // IMF-fixdate: Sun, 06 Nov 1994 08:49:37 GMT
            Pattern.compile("[A-Z][a-z]{2}, (?<day>\\d{2}) " + MONTH + " (?<year>\\d{4}) " + TIME + " GMT"),
            // The form of RFC 850: Sunday, 06-Nov-94 08:49:37 GMT
            Pattern.compile("[A-Z][a-z]{5,8}, (?<day>\\d{2})-" + MONTH + "-(?<year>\\d{2}) " + TIME + " GMT"),
            // The form of asctime: Sun Nov  6 08:49:37 1994
            Pattern.compile("[A-Z][a-z]{2} " + MONTH + " (?<day>[ \\d]\\d) " + TIME + " (?<year>\\d{4})"));
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private HttpDate() {}

    /**
     * The seconds from 1970 to this date; empty if the text is not a date. A year of two digits means a year from 1970
     * to 2069.
     */
    public static OptionalLong seconds(String text) {
        if (text.length() > LONGEST) {
            return OptionalLong.empty();
        }
        for (Pattern form : FORMS) {
            Matcher date = form.matcher(text);
            if (date.matches()) {
                return secondsOf(date);
            }
        }
        return OptionalLong.empty();
    }

    private static OptionalLong secondsOf(Matcher date) {
        int month = MONTHS.indexOf(date.group("month")) + 1;
        int hour = number(date, "hour");
        int minute = number(date, "minute");
        int second = number(date, "second");
        if (hour > 23 || minute > 59 || second > 60) { // 60 is a leap second
            return OptionalLong.empty();
        }
        try {
            long days = LocalDate.of(year(date), month, number(date, "day")).toEpochDay();
            return OptionalLong.of(days * SECONDS_PER_DAY + hour * 3600L + minute * 60L + second);
        } catch (DateTimeException noSuchDay) {
            return OptionalLong.empty();
        }
    }

    private static int year(Matcher date) {
        int year = number(date, "year");
        boolean isShort = date.group("year").length() == 2;
        int century = EPOCH_YEAR - EPOCH_YEAR % 100;
        return !isShort ? year : year < EPOCH_YEAR % 100 ? century + 100 + year : century + year;
    }

    private static int number(Matcher date, String group) {
        return Integer.parseInt(date.group(group).strip());
    }
}
