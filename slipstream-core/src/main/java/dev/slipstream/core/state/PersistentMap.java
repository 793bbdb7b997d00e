package dev.slipstream.core.state;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map: an AVL tree with structural sharing. Adding a key to a map of n keys takes O(log n) time,
 * and leaves the old map unchanged.
 *
 * <p>Sockets use this map because each operation makes a new socket, and a socket may have 100,000 topics. Presences
 * use this map because each diff makes a new list, and because no choice of keys makes the map slow.
 */
public final class PersistentMap<K extends Comparable<K>, V> {

    private static final PersistentMap<?, ?> EMPTY = new PersistentMap<>(null);

    private record Node<K, V>(
            K key,
            V value,
            @Nullable Node<K, V> left,
            @Nullable Node<K, V> right,
            int height,
            int size) {}

    private final @Nullable Node<K, V> root;

    private PersistentMap(@Nullable Node<K, V> root) {
        this.root = root;
    }

    /** Returns the map without entries. */
    @SuppressWarnings("unchecked") // the map is empty
    public static <K extends Comparable<K>, V> PersistentMap<K, V> empty() {
        return (PersistentMap<K, V>) EMPTY;
    }

    /** The number of entries. */
    public int size() {
        return size(root);
    }

    /** The value of a key, if any. */
    public @Nullable V get(K key) {
        Node<K, V> node = root;
        while (node != null) {
            int order = key.compareTo(node.key);
            if (order == 0) {
                return node.value;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    /** The smallest key, if any. */
    public @Nullable K first() {
        Node<K, V> node = root;
        while (node != null && node.left != null) {
            node = node.left;
        }
        return node == null ? null : node.key;
    }

    /** Returns a map with this entry, in place of an entry with the same key. */
    public PersistentMap<K, V> with(K key, V value) {
        return new PersistentMap<>(put(root, key, value));
    }

    /** Returns a map without this key. */
    public PersistentMap<K, V> without(K key) {
        return get(key) == null ? this : new PersistentMap<>(remove(root, key));
    }

    /** Visits all entries in the order of their keys. */
    public void forEach(BiConsumer<K, V> visitor) {
        visit(root, visitor);
    }

    private static <K, V> void visit(@Nullable Node<K, V> node, BiConsumer<K, V> visitor) {
        if (node != null) {
            visit(node.left, visitor);
            visitor.accept(node.key, node.value);
            visit(node.right, visitor);
        }
    }

    private static <K extends Comparable<K>, V> Node<K, V> put(@Nullable Node<K, V> node, K key, V value) {
        if (node == null) {
            return node(key, value, null, null);
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return node(key, value, node.left, node.right);
        }
        return order < 0
                ? balanced(node.key, node.value, put(node.left, key, value), node.right)
                : balanced(node.key, node.value, node.left, put(node.right, key, value));
    }

    private static <K extends Comparable<K>, V> @Nullable Node<K, V> remove(@Nullable Node<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        int order = key.compareTo(node.key);
        if (order != 0) {
            return order < 0
                    ? balanced(node.key, node.value, remove(node.left, key), node.right)
                    : balanced(node.key, node.value, node.left, remove(node.right, key));
        }
        if (node.right == null) {
            return node.left;
        }
        Node<K, V> successor = node.right;
        while (successor.left != null) {
            successor = successor.left;
        }
        return balanced(successor.key, successor.value, node.left, remove(node.right, successor.key));
    }

    private static <K, V> Node<K, V> balanced(K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        int lean = height(left) - height(right);
        if (lean > 1 && left != null) {
            if (height(left.left) < height(left.right) && left.right != null) {
                return rotatedRight(key, value, rotatedLeft(left.key, left.value, left.left, left.right), right);
            }
            return rotatedRight(key, value, left, right);
        }
        if (lean < -1 && right != null) {
            if (height(right.right) < height(right.left) && right.left != null) {
                return rotatedLeft(key, value, left, rotatedRight(right.key, right.value, right.left, right.right));
            }
            return rotatedLeft(key, value, left, right);
        }
        return node(key, value, left, right);
    }

    private static <K, V> Node<K, V> rotatedRight(K key, V value, Node<K, V> left, @Nullable Node<K, V> right) {
        return node(left.key, left.value, left.left, node(key, value, left.right, right));
    }

    private static <K, V> Node<K, V> rotatedLeft(K key, V value, @Nullable Node<K, V> left, Node<K, V> right) {
        return node(right.key, right.value, node(key, value, left, right.left), right.right);
    }

    private static <K, V> Node<K, V> node(K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        return new Node<>(
                key, value, left, right, 1 + Math.max(height(left), height(right)), 1 + size(left) + size(right));
    }

    private static int height(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.height;
    }

    private static int size(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.size;
    }
}
