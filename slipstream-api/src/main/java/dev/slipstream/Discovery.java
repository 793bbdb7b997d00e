package dev.slipstream;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;

/** Finds the one adapter of a port, and says what to do where there is none, or more than one. */
final class Discovery {

    private Discovery() {}

    /**
     * Finds it: where this library is, and else where the thread's context class loader looks.
     *
     * @param what such as {@code transport}
     * @param remedy what to add, or to name
     */
    static <P> P find(
            Class<P> port, List<ServiceLoader<P>> places, String what, String remedy, Function<P, String> name) {
        List<P> found = List.of();
        for (ServiceLoader<P> place : places) {
            if (found.isEmpty()) {
                found = all(port, place, what);
            }
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.isEmpty()) {
            throw new IllegalStateException("no " + what + " was found: " + remedy);
        }
        TreeMap<String, String> names = new TreeMap<>();
        found.forEach(
                provider -> names.put(name.apply(provider), provider.getClass().getName()));
        throw new IllegalStateException(
                found.size() + " " + what + "s were found, and none was named: " + names + "; " + remedy);
    }

    private static <P> List<P> all(Class<P> port, ServiceLoader<P> place, String what) {
        List<P> found = new ArrayList<>();
        try {
            place.forEach(found::add);
        } catch (ServiceConfigurationError e) {
            String cause = e.getCause() == null
                    ? ""
                    : ", which threw " + e.getCause().getClass().getName();
            throw new IllegalStateException(
                    "a " + what + " of " + port.getSimpleName() + " cannot be used: " + e.getMessage() + cause, e);
        }
        return found;
    }
}
