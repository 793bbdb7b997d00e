package dev.slipstream;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * Finds the one adapter of a port, and says what to do where there is none, more than one, or one that is broken.
 *
 * @param what such as {@code transport}
 * @param remedy what to add, or to name
 * @param name of a provider
 * @param adapter what a provider gives
 * @param <P> the provider
 * @param <A> what it gives
 */
record Discovery<P, A>(String what, String remedy, Function<P, String> name, Function<P, A> adapter) {

    /** A place that cannot be read may fail for ever: there is no telling where its providers end. */
    private static final int MOST_FAULTS = 16;

    /**
     * Finds it in the first of these places that has any.
     *
     * @throws IllegalStateException naming all that were found and what to do
     */
    A find(List<ServiceLoader<P>> places) {
        List<P> found = new ArrayList<>();
        List<ServiceConfigurationError> faults = new ArrayList<>();
        for (ServiceLoader<P> place : places) {
            if (found.isEmpty() && faults.isEmpty()) {
                look(place.iterator(), found, faults);
            }
        }
        if (!faults.isEmpty()) {
            String all = String.join("; ", faults.stream().map(Discovery::told).toList());
            String beside = found.isEmpty() ? "none was found" : "there is " + named(found);
            throw new IllegalStateException(
                    "a " + what + " cannot be used: " + all + "; beside it " + beside + "; take it away, or " + remedy,
                    faults.get(0));
        }
        if (found.isEmpty()) {
            throw new IllegalStateException("no " + what + " was found: " + remedy);
        }
        if (found.size() > 1) {
            throw new IllegalStateException(
                    found.size() + " " + what + "s were found, and none was named: " + named(found) + "; " + remedy);
        }
        return used(found.get(0));
    }

    private void look(Iterator<P> place, List<P> found, List<ServiceConfigurationError> faults) {
        boolean more = true;
        while (more && faults.size() < MOST_FAULTS) {
            try {
                more = place.hasNext();
                if (more) {
                    found.add(place.next());
                }
            } catch (ServiceConfigurationError e) {
                faults.add(e);
            }
        }
    }

    private A used(P provider) {
        try {
            return Objects.requireNonNull(adapter.apply(provider), "a " + what + " is never null");
        } catch (RuntimeException | LinkageError e) {
            throw new IllegalStateException(
                    "the " + what + " of " + named(provider) + " cannot be used, for it" + threw(e) + "; " + remedy, e);
        }
    }

    private String named(List<P> providers) {
        return String.join(", ", providers.stream().map(this::named).sorted().toList());
    }

    /** By its class and its name, since two may have one name. */
    private String named(P provider) {
        String type = provider.getClass().getName();
        try {
            return type + " (" + name.apply(provider) + ")";
        } catch (RuntimeException | LinkageError e) {
            return type + " (its name()" + threw(e) + ")";
        }
    }

    private static String told(ServiceConfigurationError fault) {
        return fault.getMessage() + (fault.getCause() == null ? "" : ", for it" + threw(fault.getCause()));
    }

    /** Its class alone: the text may hold anything. */
    private static String threw(Throwable thrown) {
        return " threw " + thrown.getClass().getName();
    }
}
