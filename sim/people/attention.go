package people

// Chance is that of seeing one alert among n other messages.
func (a Attention) Chance(n int) float64 {
	switch {
	case n <= a.Full:
		return 1
	case n >= a.Blind:
		return 0
	}
	return float64(a.Blind-n) / float64(a.Blind-a.Full)
}
