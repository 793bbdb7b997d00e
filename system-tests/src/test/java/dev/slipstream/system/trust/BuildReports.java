package dev.slipstream.system.trust;

import dev.slipstream.system.layout.ProjectLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What the modules of a project wrote into their build folders since a build began.
 *
 * @param build the build folder, as a module sees it
 * @param begun what is older is of another build
 */
record BuildReports(ProjectLayout project, Path build, Instant begun) {

    /** The folders of the modules. */
    List<Path> modules() {
        return project.modules();
    }

    /** The files of this build at this place of a module's build folder, if their names match. */
    List<Path> files(Path module, String folder, String name) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path file : listed(module.resolve(build).resolve(folder))) {
            if (file.getFileName().toString().matches(name)
                    && !Files.getLastModifiedTime(file).toInstant().isBefore(begun)) {
                files.add(file);
            }
        }
        return files;
    }

    static Element read(Path file) throws IOException, ParserConfigurationException, SAXException {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
    }

    static List<Element> below(Element element, String name) {
        NodeList all = element.getElementsByTagName(name);
        return IntStream.range(0, all.getLength())
                .mapToObj(i -> (Element) all.item(i))
                .toList();
    }

    private static List<Path> listed(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }
}
