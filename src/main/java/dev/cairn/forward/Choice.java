package dev.cairn.forward;

import dev.cairn.upstream.Upstream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whom to ask one question.
///
/// @param order first those of whom most is expected; all upstreams of the group
/// @param atOnce how many of them at the same time
/// @param besides who is asked as well, to learn how long it takes; null for nobody
record Choice(List<Upstream> order, int atOnce, @Nullable Upstream besides) {}
