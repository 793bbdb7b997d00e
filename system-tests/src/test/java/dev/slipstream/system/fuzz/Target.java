package dev.slipstream.system.fuzz;

/** A property that must hold for any bytes. The method throws if the property does not hold. */
public interface Target {

    void accept(byte[] bytes) throws Exception;
}
