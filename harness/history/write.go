package history

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
)

// Write saves one history.
func Write(w io.Writer, h *History) error { return WriteAll(w, []*History{h}) }

// WriteAll saves several histories in one file, in the order given. Equal
// histories give equal bytes.
func WriteAll(w io.Writer, all []*History) error {
	compressed := gzip.NewWriter(w)
	buffered := bufio.NewWriterSize(compressed, 1<<16)
	for _, h := range all {
		if err := writeOne(buffered, h); err != nil {
			return fmt.Errorf("history: %w", err)
		}
	}
	if err := buffered.Flush(); err != nil {
		return fmt.Errorf("history: %w", err)
	}
	if err := compressed.Close(); err != nil {
		return fmt.Errorf("history: %w", err)
	}
	return nil
}

func writeOne(w io.Writer, h *History) error {
	sum := sha256.New()
	lines := 0
	err := canonical(h, func(line []byte) error {
		lines++
		sum.Write(line)
		_, err := w.Write(line)
		return err
	})
	if err != nil {
		return err
	}
	end, err := json.Marshal(footerLine{footer{Events: len(h.Events), Lines: lines, SHA256: hex.EncodeToString(sum.Sum(nil))}})
	if err != nil {
		return fmt.Errorf("footer: %w", err)
	}
	_, err = w.Write(append(end, '\n'))
	return err
}

// Hash is the SHA-256, in hex, of the canonical lines of h: the same for equal
// histories and no others. It is "" for a history that cannot be written.
func Hash(h *History) string {
	sum := sha256.New()
	err := canonical(h, func(line []byte) error {
		sum.Write(line)
		return nil
	})
	if err != nil {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
}
