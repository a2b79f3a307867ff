package world

import (
	"context"
	"fmt"
	"log/slog"
)

// searched is a log handler that looks for secrets in whatever passes it, and in what
// the handler behind it would not keep as well.
type searched struct {
	slog.Handler
	search func(text string)
}

// Enabled implements slog.Handler: a line that nobody keeps today somebody may keep
// tomorrow.
func (searched) Enabled(context.Context, slog.Level) bool { return true }

// Handle implements slog.Handler.
func (h searched) Handle(ctx context.Context, r slog.Record) error {
	h.search(r.Message)
	r.Attrs(func(a slog.Attr) bool {
		h.attribute(a)
		return true
	})
	if !h.Handler.Enabled(ctx, r.Level) {
		return nil
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (h searched) WithAttrs(attrs []slog.Attr) slog.Handler {
	for _, a := range attrs {
		h.attribute(a)
	}
	return searched{h.Handler.WithAttrs(attrs), h.search}
}

// WithGroup implements slog.Handler.
func (h searched) WithGroup(name string) slog.Handler {
	return searched{h.Handler.WithGroup(name), h.search}
}

func (h searched) attribute(a slog.Attr) {
	switch v := a.Value.Resolve(); v.Kind() {
	case slog.KindString:
		h.search(v.String())
	case slog.KindGroup:
		for _, inner := range v.Group() {
			h.attribute(inner)
		}
	case slog.KindAny:
		if x := v.Any(); x != nil {
			h.search(fmt.Sprint(x))
		}
	}
}
