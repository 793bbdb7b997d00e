package dev.slipstream.spring;

import dev.slipstream.SlipstreamClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.core.type.ClassMetadata;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** Excludes scanned components from a {@link SlipstreamTest}, except listeners and clients with callbacks. */
final class ListenersOnlyFilter extends TypeExcludeFilter {

    @Override
    public boolean match(MetadataReader reader, MetadataReaderFactory factory) throws IOException {
        return !isListenerOrClient(reader, factory);
    }

    /**
     * Also reads the superclasses and interfaces, because a component may inherit the listener method, or implement
     * {@link SlipstreamClient} through them.
     */
    private static boolean isListenerOrClient(MetadataReader reader, MetadataReaderFactory factory) throws IOException {
        ClassMetadata type = reader.getClassMetadata();
        if (type.getClassName().equals(SlipstreamClient.class.getName())
                || reader.getAnnotationMetadata().hasAnnotatedMethods(ChannelListener.class.getName())) {
            return true;
        }
        List<String> parents = new ArrayList<>(List.of(type.getInterfaceNames()));
        if (type.getSuperClassName() != null) {
            parents.add(type.getSuperClassName());
        }
        for (String parent : parents) {
            if (!parent.startsWith("java.") && isListenerOrClient(factory.getMetadataReader(parent), factory)) {
                return true;
            }
        }
        return false;
    }

    /**
     * All objects of this class are equal. Spring uses the filters as a part of the key under which it caches a
     * context.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ListenersOnlyFilter;
    }

    @Override
    public int hashCode() {
        return ListenersOnlyFilter.class.hashCode();
    }
}
