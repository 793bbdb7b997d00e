package dev.slipstream.system.architecture;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A class that a rule must catch.
 *
 * @param rule the rule that it breaks
 * @param home the part of the project into whose copy it goes
 * @param place its package
 * @param name its own name, or that of the class for which it stands in
 * @param source the class
 * @param word what the rule must say, beside the name
 */
record Offender(Rule rule, Built home, String place, String name, String source, String word) {

    private static final Pattern ROW = Pattern.compile("(\\S+)(?: in (\\S+))? \\| (.+?) \\| (.+)");
    private static final Pattern NAME = Pattern.compile("(?:class|interface) (\\w+)");
    private static final String OWN_NAME = "Offender";

    /**
     * Reads a row of the table.
     *
     * @param number sets its name apart from those of the others
     */
    static Offender of(Rule rule, String row, int number) {
        Matcher cells = ROW.matcher(row);
        if (!cells.matches()) {
            throw new IllegalArgumentException("not place | word | class: " + row);
        }
        String place = cells.group(1);
        String home = cells.group(2);
        String source = cells.group(4).replaceAll("\\b" + OWN_NAME + "\\b", OWN_NAME + number);
        Matcher name = NAME.matcher(source);
        if (!name.find()) {
            throw new IllegalArgumentException("no class: " + row);
        }
        return new Offender(rule, home(place, home), place, name.group(1), source, cells.group(3));
    }

    private static Built home(String place, String home) {
        if (home == null) {
            return Built.owner(place).orElseThrow(() -> new IllegalArgumentException("no module has " + place));
        }
        return home.equals("tests") ? Built.tests().get(0) : Built.module(home);
    }

    boolean isStandIn() {
        return !name.startsWith(OWN_NAME);
    }

    @Override
    public String toString() {
        return rule + ": " + source;
    }
}
