package scenarios

import (
	"fmt"
	"strings"

	"anchorage/sim/units"
)

// Bounds is a closed range of shares: one share ("1.0", meaning exactly), or two
// joined by dots ("0.9..0.95", "90%..95%").
type Bounds struct{ Min, Max units.Share }

// UnmarshalText implements encoding.TextUnmarshaler.
func (b *Bounds) UnmarshalText(text []byte) error {
	low, high, ranged := strings.Cut(string(text), "..")
	if !ranged {
		high = low
	}
	if b.Min.UnmarshalText([]byte(low)) != nil || b.Max.UnmarshalText([]byte(high)) != nil || b.Min > b.Max {
		return fmt.Errorf("%q is not a share or a range of shares; expected as 1.0, 0.9..0.95 or 90%%..95%%", text)
	}
	return nil
}

// MarshalText implements encoding.TextMarshaler.
func (b Bounds) MarshalText() ([]byte, error) {
	if b.Min == b.Max {
		return b.Min.MarshalText()
	}
	return fmt.Appendf(nil, "%g..%g", b.Min.F(), b.Max.F()), nil
}

// Holds says whether x lies within the bounds.
func (b Bounds) Holds(x float64) bool {
	const rounding = 1e-9
	return x >= b.Min.F()-rounding && x <= b.Max.F()+rounding
}

// Within is a duration or "never".
type Within struct {
	Never bool
	Limit units.Duration
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (w *Within) UnmarshalText(text []byte) error {
	if string(text) == "never" {
		*w = Within{Never: true}
		return nil
	}
	if err := w.Limit.UnmarshalText(text); err != nil {
		return fmt.Errorf("%q is neither a duration nor never", text)
	}
	return nil
}

// MarshalText implements encoding.TextMarshaler.
func (w Within) MarshalText() ([]byte, error) {
	if w.Never {
		return []byte("never"), nil
	}
	return w.Limit.MarshalText()
}
