package dev.cairn.config;

/// A value that is an integer within bounds, both of which are allowed.
record WholeNumber(int least, int most) implements Form<Integer> {
  @Override
  public String example() {
    return Integer.toString(least);
  }

  @Override
  public String allowedList() {
    return "a list of integers from " + bounds();
  }

  @Override
  public Parsed<Integer> read(Object value) {
    return switch (value) {
      case Long number when number >= least && number <= most -> Parsed.value(number.intValue());
      case Long number -> Parsed.wrong(number + " is out of bounds; allowed: " + bounds());
      case Object other -> Parsed.wrong(Shown.mustBe("an integer from " + bounds(), other));
    };
  }

  private String bounds() {
    return least + " to " + most;
  }
}
