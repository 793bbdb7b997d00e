package dev.slipstream.system.architecture;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A class that a rule must catch.
 *
 * @param rule the rule that the class violates
 * @param home the part of the project to which the class belongs; the test adds the class to a copy of this part
 * @param packageName the package of the class
 * @param name the simple name of the class; a class of this name in the package is replaced
 * @param source the source code
 * @param expected the text that the violation must contain besides the name of the class
 */
record Offender(Rule rule, Built home, String packageName, String name, String source, String expected) {

    private static final Pattern ROW = Pattern.compile("(\\S+)(?: in (\\S+))? \\| (.+?) \\| (.+)");
    private static final Pattern NAME = Pattern.compile("(?:class|interface) (\\w+)");
    private static final String OWN_NAME = "Offender";

    /**
     * Reads a row of the file {@code offenders.txt}.
     *
     * @param number a suffix that makes the class name unique
     */
    static Offender of(Rule rule, String row, int number) {
        Matcher cells = ROW.matcher(row);
        if (!cells.matches()) {
            throw new IllegalArgumentException("not a row 'package | expected text | class': " + row);
        }
        String packageName = cells.group(1);
        String home = cells.group(2);
        String source = cells.group(4).replaceAll("\\b" + OWN_NAME + "\\b", OWN_NAME + number);
        Matcher name = NAME.matcher(source);
        if (!name.find()) {
            throw new IllegalArgumentException("row without a class: " + row);
        }
        return new Offender(rule, home(packageName, home), packageName, name.group(1), source, cells.group(3));
    }

    private static Built home(String packageName, String home) {
        if (home == null) {
            return Built.owner(packageName)
                    .orElseThrow(() -> new IllegalArgumentException("no module has the package " + packageName));
        }
        return home.equals("tests") ? Built.tests().get(0) : Built.module(home);
    }

    boolean isReplacement() {
        return !name.startsWith(OWN_NAME);
    }

    @Override
    public String toString() {
        return rule + ": " + source;
    }
}
