package fault

import (
	"fmt"
	"strconv"
	"strings"
)

// IsZero says that no range is set.
func (n Nth) IsZero() bool { return n == Nth{} }

// holds says whether an ordinal number lies in the range.
func (n Nth) holds(i int) bool { return i >= n.From && (n.Until == 0 || i <= n.Until) }

// String writes the range as files do: "3", "1..3", "4..".
func (n Nth) String() string {
	switch {
	case n.IsZero():
		return ""
	case n.Until == 0:
		return strconv.Itoa(n.From) + ".."
	case n.Until == n.From:
		return strconv.Itoa(n.From)
	}
	return strconv.Itoa(n.From) + ".." + strconv.Itoa(n.Until)
}

// MarshalText implements encoding.TextMarshaler.
func (n Nth) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler. Empty text is no range.
func (n *Nth) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*n = Nth{}
		return nil
	}
	const expected = `; expected a number from 1 on, or a range such as "1..3" or "4.."`
	first, last, isRange := strings.Cut(string(text), "..")
	from, err := ordinal(first)
	if err != nil {
		return fmt.Errorf("%q does not count requests%s", text, expected)
	}
	made := Nth{From: from, Until: from}
	if isRange && last == "" {
		made.Until = 0
	} else if isRange {
		if made.Until, err = ordinal(last); err != nil {
			return fmt.Errorf("%q does not count requests%s", text, expected)
		}
	}
	if made.Until != 0 && made.Until < made.From {
		return fmt.Errorf("%q ends before it begins%s", text, expected)
	}
	*n = made
	return nil
}

// ordinal reads digits alone, without sign: 1 and up.
func ordinal(text string) (int, error) {
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil || n == 0 || text[0] == '+' {
		return 0, fmt.Errorf("%q is no ordinal number", text)
	}
	return int(n), nil
}

func (n Nth) check() []Problem {
	if n.IsZero() || n.From >= 1 && (n.Until == 0 || n.Until >= n.From) {
		return nil
	}
	return problem("match.nth", fmt.Sprintf("%d to %d is no range; expected numbers from 1 on", n.From, n.Until))
}
