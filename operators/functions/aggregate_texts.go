package functions

// texts keeps one text for each group, all in one buffer: no pointer a group, and nothing is allocated when a text replaces
// one that was at least as long.
type texts struct {
	data  []byte
	spans []span
	waste int // bytes of data that no span holds
}

// span is where a group's text lies: n bytes from off, with room for more.
type span struct {
	off     int
	n, room int32
}

func (t *texts) grow(n int) { t.spans = grown(t.spans, n) }

func (t *texts) get(group int32) []byte {
	s := t.spans[group]
	return t.data[s.off : s.off+int(s.n)]
}

func (t *texts) set(group int32, v []byte) {
	s := &t.spans[group]
	if len(v) > int(s.room) {
		t.waste += int(s.room)
		room := (len(v) + 7) &^ 7 // a text that grows a little stays where it is
		*s = span{off: len(t.data), room: int32(room)}
		t.data = grown(t.data, len(t.data)+room)
	}
	s.n = int32(copy(t.data[s.off:s.off+int(s.room)], v))
	t.tidy()
}

func (t *texts) reset(group int32) {
	t.waste += int(t.spans[group].room)
	t.spans[group] = span{}
}

func (t *texts) drop(n int) {
	n = min(n, len(t.spans))
	for _, s := range t.spans[:n] {
		t.waste += int(s.room)
	}
	t.spans = dropped(t.spans, n)
	t.tidy()
}

// tidyAbove is the least waste that is worth moving texts for.
const tidyAbove = 64 << 10

// tidy moves the texts together once more than half of the buffer is waste.
func (t *texts) tidy() {
	if t.waste == len(t.data) {
		t.data, t.waste = t.data[:0], 0
		return
	}
	if t.waste < tidyAbove || t.waste < len(t.data)/2 {
		return
	}
	packed := make([]byte, 0, len(t.data)-t.waste)
	for i := range t.spans {
		s := &t.spans[i]
		off := len(packed)
		packed = append(packed, t.data[s.off:s.off+int(s.room)]...)
		s.off = off
	}
	t.data, t.waste = packed, 0
}
