package scenarios

import "math"

// Scale changes the number of mailboxes of every fleet to a share of it, to the
// nearest whole number and at least one. Attributes are shares, so they follow.
func (f *File) Scale(share float64) {
	for i := range f.Fleet {
		f.Fleet[i].Mailboxes = max(1, int(math.Round(share*float64(f.Fleet[i].Mailboxes))))
	}
}

// setDefaults fills what the file leaves to itself.
func (f *File) setDefaults() {
	if f.Era == 0 && !f.Clock.From.IsZero() {
		f.Era = f.Clock.From.Year()
	}
}
