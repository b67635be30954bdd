package pando.cache;

class NoShelfTest extends SharedNearCacheTest {
  @Override
  Shelf<Long, String> shelf() {
    return new NoShelf<>();
  }
}
