package dev.cairn.config;

import dev.cairn.config.Forward.Health.Question;
import java.util.Locale;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// How the question of a check is written.
final class QuestionForm {
  static final Form<Question> QUESTION = new Text<>("\". NS\"", QuestionForm::question);

  private QuestionForm() {}

  private static Parsed<Question> question(String text) {
    if (text.equals("port")) {
      return Parsed.value(new Question.Port());
    }
    int space = text.indexOf(' ');
    int type = Type.value(text.substring(space + 1).toUpperCase(Locale.ROOT), false);
    if (space < 0 || type < 1 || !Type.isRR(type)) {
      return Parsed.wrong(
          Shown.quoted(text)
              + " is no question; allowed: \"port\", or a name and a type such as \". NS\" or"
              + " \"example.org. A\"");
    }
    Parsed<Name> name = Forms.NAME.read(text.substring(0, space));
    return name.then(read -> Parsed.value(new Question.Ask(read, type)));
  }
}
