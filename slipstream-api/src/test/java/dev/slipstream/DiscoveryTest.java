package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.AdapterUnusableException;
import dev.slipstream.core.transport.TransportProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search for transports and serializers, and the messages if none or several are found. */
class DiscoveryTest {

    @Test
    void missingTransportErrorNamesArtifact() {
        assertThatThrownBy(() -> Slipstream.start(new SlipstreamClient() {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no transport was found")
                .hasMessageContaining("slipstream-transport-jdk")
                .hasMessageContaining("StartOptions.Builder.transport");
    }

    /** A provider for the tests. Providers are public, because the ServiceLoader requires it. */
    public static class One extends FakeProvider {}

    public static final class Two extends FakeProvider {}

    public static final class Twin extends FakeProvider {

        @Override
        public String name() {
            return "One";
        }
    }

    public static final class Nameless extends FakeProvider {

        @Override
        public String name() {
            throw new IllegalStateException("with a secret");
        }
    }

    public static final class Throwing extends FakeProvider {
        public Throwing() {
            throw new IllegalStateException("with a secret");
        }
    }

    public static final class OldLibrary extends FakeProvider {
        public OldLibrary() {
            throw new AdapterUnusableException("found 1; needed: 2", new NoClassDefFoundError("a/secret"));
        }
    }

    /** A provider whose transport cannot be opened. */
    public abstract static class FakeProvider implements TransportProvider {

        @Override
        public String name() {
            return getClass().getName().substring(getClass().getName().lastIndexOf('$') + 1);
        }

        @Override
        public dev.slipstream.core.transport.Transport open(
                dev.slipstream.core.transport.Handshake handshake,
                dev.slipstream.core.transport.TransportListener listener) {
            throw new UnsupportedOperationException("opens nothing");
        }
    }

    /**
     * Loads the providers again, outside of all modules. In a named module, the ServiceLoader finds only providers that
     * the module descriptor declares.
     */
    private static final class ClassPath extends URLClassLoader {

        ClassPath(URL folder) {
            super(new URL[] {folder}, DiscoveryTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            boolean isProvider =
                    List.of(One.class, Two.class, Twin.class, Nameless.class, Throwing.class, OldLibrary.class).stream()
                            .anyMatch(provider -> provider.getName().equals(name));
            Class<?> loaded = findLoadedClass(name);
            if (!isProvider || loaded != null) {
                return loaded == null ? super.loadClass(name, resolve) : loaded;
            }
            try (InputStream code =
                    DiscoveryTest.class.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
                byte[] bytes = Objects.requireNonNull(code, name).readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private static ServiceLoader<TransportProvider> place(Path folder, String providers) {
        try {
            Path file = folder.resolve("META-INF/services/" + TransportProvider.class.getName());
            Files.createDirectories(file.getParent());
            Files.writeString(file, providers);
            return ServiceLoader.load(
                    TransportProvider.class, new ClassPath(folder.toUri().toURL()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TransportProvider found(List<ServiceLoader<TransportProvider>> places) {
        return new Discovery<TransportProvider, TransportProvider>(
                        "transport", "add one", TransportProvider::name, provider -> provider)
                .find(places);
    }

    @Test
    void firstLoaderWithProviderIsUsed(@TempDir Path first, @TempDir Path second) {
        assertThat(found(List.of(place(first, One.class.getName()), place(second, Two.class.getName()))))
                .extracting(TransportProvider::name)
                .isEqualTo("One");
        assertThat(found(List.of(place(first, ""), place(second, Two.class.getName()))))
                .extracting(TransportProvider::name)
                .isEqualTo("Two");
    }

    @Test
    void twoProvidersOfOneLoaderAreNamed(@TempDir Path folder) {
        String both = One.class.getName() + "\n" + Two.class.getName();
        assertThatThrownBy(() -> found(List.of(place(folder, both))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2 transports were found, and none was named")
                .hasMessageContaining(One.class.getName() + " (One), " + Two.class.getName() + " (Two)")
                .hasMessageEndingWith("; remove all but one from the class path or module path, or name one with"
                        + " StartOptions.Builder.transport");
    }

    @Test
    void providersOfSameNameAreShownByClass(@TempDir Path folder) {
        String both = One.class.getName() + "\n" + Twin.class.getName();
        assertThatThrownBy(() -> found(List.of(place(folder, both))))
                .hasMessageContaining("2 transports were found")
                .hasMessageContaining(One.class.getName() + " (One), " + Twin.class.getName() + " (One)");
    }

    @Test
    void providerWithThrowingNameIsShownByClass(@TempDir Path folder) {
        String both = One.class.getName() + "\n" + Nameless.class.getName();
        assertThatThrownBy(() -> found(List.of(place(folder, both))))
                .hasMessageContaining(Nameless.class.getName() + " (its name() threw java.lang.IllegalStateException)")
                .hasMessageNotContaining("secret");
    }

    @Test
    void throwingProviderIsNamedWithoutItsMessage(@TempDir Path folder) {
        assertThatThrownBy(() -> found(List.of(place(folder, Throwing.class.getName()))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Throwing.class.getName())
                .hasMessageContaining("it threw java.lang.IllegalStateException")
                .hasMessageEndingWith("; no other transport was found; remove the broken one from the class path or"
                        + " module path, or name another one with StartOptions.Builder.transport")
                .hasMessageNotContaining("add one")
                .hasMessageNotContaining("secret");
    }

    @Test
    void otherProvidersAreNamedBesideThrowingOne(@TempDir Path folder) {
        String three = Throwing.class.getName() + "\n" + One.class.getName() + "\nno.such.Transport";
        assertThatThrownBy(() -> found(List.of(place(folder, three))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Throwing.class.getName())
                .hasMessageContaining("no.such.Transport")
                .hasMessageContaining("; also found: " + One.class.getName() + " (One)")
                .hasMessageContaining("; remove the broken one from ")
                .hasMessageNotContaining("add one");
    }

    @Test
    void providerOfBrokenAdapterIsNamed(@TempDir Path folder) {
        Discovery<TransportProvider, Object> broken =
                new Discovery<>("serializer", "add one", TransportProvider::name, provider -> {
                    throw new NoClassDefFoundError("a/secret");
                });
        assertThatThrownBy(() -> broken.find(List.of(place(folder, One.class.getName()))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cannot use the serializer of " + One.class.getName()
                        + " (One): it threw java.lang.NoClassDefFoundError; check the versions of its jars, or name another"
                        + " one with StartOptions.Builder.serializer");
    }

    @Test
    void messageOfUnusableSerializerIsShown(@TempDir Path folder) {
        Discovery<TransportProvider, Object> explaining =
                new Discovery<>("serializer", "add one", TransportProvider::name, provider -> {
                    throw new AdapterUnusableException("found 1; needed: 2", new NoClassDefFoundError("a/secret"));
                });
        assertThatThrownBy(() -> explaining.find(List.of(place(folder, One.class.getName()))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cannot use the serializer of " + One.class.getName() + " (One): found 1; needed: 2");
    }

    @Test
    void messageOfUnusableTransportIsShown(@TempDir Path folder) {
        assertThatThrownBy(() -> found(List.of(place(folder, OldLibrary.class.getName()))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(OldLibrary.class.getName())
                .hasMessageContaining(": found 1; needed: 2; ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void missingProviderClassIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> found(List.of(place(folder, "no.such.Transport"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no.such.Transport");
    }
}
