package dev.slipstream;

import dev.slipstream.core.AdapterUnusableException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * Finds the implementation (the adapter) of an interface of this library (the port), such as the transport. Throws if
 * there is no adapter, more than one, or one that fails.
 *
 * @param what the name of the port in messages, such as {@code transport}
 * @param remedy the end of the message if no provider was found; it says which jar to add or which option to set
 * @param name returns the name of a provider
 * @param adapter returns the adapter of a provider
 * @param <P> the type of the provider
 * @param <A> the type of the adapter
 */
record Discovery<P, A>(String what, String remedy, Function<P, String> name, Function<P, A> adapter) {

    /**
     * The search stops after this many errors of a loader, because a broken loader may throw an error at every call.
     */
    private static final int MOST_FAULTS = 16;

    /**
     * Finds the adapter in the first of these loaders that finds a provider or throws an error.
     *
     * @throws IllegalStateException if there is not exactly one usable provider; the message names all providers that
     *     were found, and says what to do
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
            String all =
                    String.join("; ", faults.stream().map(Discovery::described).toList());
            String beside = found.isEmpty() ? "no other " + what + " was found" : "also found: " + named(found);
            throw new IllegalStateException(
                    "cannot use a " + what + ": " + all + "; " + beside
                            + "; remove the broken one from the class path or module path, or " + nameAnother(),
                    faults.get(0));
        }
        if (found.isEmpty()) {
            throw new IllegalStateException("no " + what + " was found: " + remedy);
        }
        if (found.size() > 1) {
            throw new IllegalStateException(
                    found.size() + " " + what + "s were found, and none was named: " + named(found)
                            + "; remove all but one from the class path or module path, or name one with"
                            + " StartOptions.Builder." + what);
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
            return Objects.requireNonNull(adapter.apply(provider), "the provider returned null");
        } catch (AdapterUnusableException explained) {
            throw new IllegalStateException(
                    "cannot use the " + what + " of " + named(provider) + ": " + explained.getMessage(), explained);
        } catch (RuntimeException | LinkageError e) {
            throw new IllegalStateException(
                    "cannot use the " + what + " of " + named(provider) + ": it" + threw(e)
                            + "; check the versions of its jars, or " + nameAnother(),
                    e);
        }
    }

    private String nameAnother() {
        return "name another one with StartOptions.Builder." + what;
    }

    private String named(List<P> providers) {
        return String.join(", ", providers.stream().map(this::named).sorted().toList());
    }

    /** Shows a provider by class and name, because two providers may have the same name. */
    private String named(P provider) {
        String type = provider.getClass().getName();
        try {
            return type + " (" + name.apply(provider) + ")";
        } catch (RuntimeException | LinkageError e) {
            return type + " (its name()" + threw(e) + ")";
        }
    }

    private static String described(ServiceConfigurationError fault) {
        if (fault.getCause() instanceof AdapterUnusableException explained) {
            return fault.getMessage() + ": " + explained.getMessage();
        }
        return fault.getMessage() + (fault.getCause() == null ? "" : ": it" + threw(fault.getCause()));
    }

    /** Shows only the class of an exception, because its message may hold secrets. */
    private static String threw(Throwable thrown) {
        return " threw " + thrown.getClass().getName();
    }
}
