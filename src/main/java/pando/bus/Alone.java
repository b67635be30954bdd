package pando.bus;

/// The bus of the only node of a site.
record Alone() implements Bus {
  @Override
  public void tell(String topic, String text) {}

  @Override
  public void hear(String topic, Hearer hearer) {}

  @Override
  public void close() {}
}
