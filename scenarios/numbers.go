package scenarios

import (
	"errors"
	"strconv"
	"strings"
)

// isNumber says whether YAML 1.2 takes plain text for a number.
func isNumber(s string) bool {
	if s == "" || !strings.ContainsAny(s[:1], "+-.0123456789") || strings.ContainsAny(s, "xXpP_") {
		return false
	}
	_, err := strconv.ParseFloat(s, 64)
	return err == nil || errors.Is(err, strconv.ErrRange) // a number, if one that nothing can hold
}

// unprefixed: 0x1F, 0o17 and 0b11 carry their base; any other whole number is
// decimal, leading zeros or not.
func unprefixed(s string) (digits string, base int) {
	digits = strings.ReplaceAll(strings.TrimPrefix(s, "+"), "_", "")
	if len(digits) > 1 && digits[0] == '0' && strings.ContainsAny(digits[1:2], "xXoObB") {
		return digits, 0
	}
	return digits, 10
}

func parseInt(s string, bits int) (int64, error) {
	digits, base := unprefixed(s)
	return strconv.ParseInt(digits, base, bits)
}

func parseUint(s string, bits int) (uint64, error) {
	digits, base := unprefixed(s)
	return strconv.ParseUint(digits, base, bits)
}

// parseFloat takes what JSON can hold: infinities and NaN are errors.
func parseFloat(s string) (float64, error) {
	if digits, base := unprefixed(s); base == 0 {
		i, err := strconv.ParseInt(digits, base, 64)
		return float64(i), err
	}
	x, err := strconv.ParseFloat(strings.ReplaceAll(s, "_", ""), 64)
	if err == nil && x-x != 0 {
		err = strconv.ErrRange
	}
	return x, err
}
