package pando.drill;

import java.io.IOException;

/// A connection ended before the first byte of an answer.
final class Unanswered extends IOException {
  private static final long serialVersionUID = 1;

  Unanswered(String how) {
    super(how);
  }
}
