package dev.cairn.message;

/// A name in lower case, laid out for lookups: its labels are counted from the root down.
///
/// ```
/// bytes   3 w w w 7 e x a m p l e 3 o r g 0
/// depth   2       1               0            count = 3, length = 17
/// ```
public sealed interface LabelPath permits Labels, NameProbe {

  /// The name in wire form, with whatever may stand behind it. Not to be changed.
  byte[] bytes();

  /// Octets of the name.
  int length();

  /// How many labels the name has, without the root.
  int count();

  /// Where the label at a depth begins, with its length octet: 0 is the one below the root.
  int at(int depth);

  /// Where the name begins that the last `labels` labels make.
  default int suffix(int labels) {
    return labels == 0 ? length() - 1 : at(labels - 1);
  }
}
