"""Text as people write it: cleaning, pinyin, search words, bytes from other programs."""
